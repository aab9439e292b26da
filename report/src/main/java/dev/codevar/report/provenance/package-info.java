/**
 * What a picture follows from, as it is written into its file. A request and the models come in, text chunks go out; read again they give
 * the request, and what is different now.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.report.provenance;
