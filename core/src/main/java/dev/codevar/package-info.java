/**
 * CoDe for Java: next-scale image generation with VAR and collaborative decoding. {@link dev.codevar.CoDe} is the way in;
 * what goes in and comes out is plain Java.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar;
