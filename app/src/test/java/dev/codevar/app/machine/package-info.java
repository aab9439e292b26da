/** Tests of {@code doctor}, {@code verify}, {@code bench} and {@code precision}, each through the command line itself. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.machine;
