/**
 * Model sets and checkpoint files: {@code models list}, {@code fetch}, {@code convert} and {@code inspect}, all in
 * {@link ModelsCommand}. Names and files come in; new model sets go out, and reports of what is in them.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.models;
