/**
 * What a person sees of a command while it runs. Lines and counts of what is done come in; text on standard output, and bars
 * and complaints on standard error, go out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.terminal;
