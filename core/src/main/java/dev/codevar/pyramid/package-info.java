/**
 * The scales of a picture: every piece of scale arithmetic, and nothing else. The sides of the token maps come in; how many tokens
 * a scale has, where they stand in the sequence, and which scales a model makes go out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.pyramid;
