/** Tests of {@code generate}, {@code edit} and {@code sample}, each through the command line itself. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.drawing;
