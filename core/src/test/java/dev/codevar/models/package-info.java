/** Tests of model sets. */
@org.jspecify.annotations.NullMarked
package dev.codevar.models;
