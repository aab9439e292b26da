package dev.codevar;

/** Work that ends with its model set. */
interface OfSet {

    /** {@return the set} */
    Opened opened();
}
