/** The scales of a picture: every piece of scale arithmetic, and nothing else. */
@org.jspecify.annotations.NullMarked
package dev.codevar.pyramid;
