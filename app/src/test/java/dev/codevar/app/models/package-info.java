/** Tests of {@code models}, each through the command line itself. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.models;
