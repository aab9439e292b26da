/** Tests of {@code encode}, {@code decode} and {@code reconstruct}, each through the command line itself. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.tokens;
