/** Tests of the report page. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.page;
