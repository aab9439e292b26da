/**
 * Makes squares of pictures of any size: {@link dev.codevar.picture.fit.Fit} says how, a {@link dev.codevar.picture.fit.Placement} does it
 * to a picture and to its mask alike.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.picture.fit;
