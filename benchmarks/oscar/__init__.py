"""A small django-oscar project, to be measured beside this shop. See README.md."""
