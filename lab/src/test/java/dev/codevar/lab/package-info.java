/** Tests of the laboratory as a whole. */
@org.jspecify.annotations.NullMarked
package dev.codevar.lab;
