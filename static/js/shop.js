// What is nicer with JavaScript. Every page works without it; words, money and rules come from the server.
import "./elements/article-counts.js";
import "./elements/cart-count.js";
import "./elements/cart-panel.js";
import "./elements/live-cart.js";
import "./elements/live-listing.js";
import "./elements/picture-gallery.js";
import "./elements/quantity-stepper.js";
import "./elements/search-box.js";
import "./elements/share-link.js";
import "./elements/shelf-carousel.js";
import "./elements/zoom-view.js";
import "./picture-moves.js";
