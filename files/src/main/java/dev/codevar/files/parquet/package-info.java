/**
 * Parquet files as far as this program writes them: a file and the name of a column of bytes come into {@link
 * dev.codevar.files.parquet.ParquetBytes}, its values go out. Compressed columns, dictionaries and nulls are refused by their names.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.files.parquet;
