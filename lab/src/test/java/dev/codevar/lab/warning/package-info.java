/** Tests of warnings. */
@org.jspecify.annotations.NullMarked
package dev.codevar.lab.warning;
