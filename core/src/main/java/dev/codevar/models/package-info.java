/** Model sets: folders of weights with a description of what is in them and how it plays together. */
@org.jspecify.annotations.NullMarked
package dev.codevar.models;
