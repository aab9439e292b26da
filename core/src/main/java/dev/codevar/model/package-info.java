/** The VAR transformer: immutable weights, and what a session keeps beside them (letters of shapes in {@code tensor}). */
@org.jspecify.annotations.NullMarked
package dev.codevar.model;
