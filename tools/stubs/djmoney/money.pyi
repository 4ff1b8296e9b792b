from moneyed import Currency as Currency
from moneyed import Money as _Money

class Money(_Money): ...
