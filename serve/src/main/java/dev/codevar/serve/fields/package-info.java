/** A request's body comes in as bytes; its fields go out as named values, and what is wrong with one as a refusal. */
@org.jspecify.annotations.NullMarked
package dev.codevar.serve.fields;
