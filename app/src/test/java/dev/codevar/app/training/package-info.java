/** Tests of {@code train} and {@code finetune}, each through the command line itself. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.training;
