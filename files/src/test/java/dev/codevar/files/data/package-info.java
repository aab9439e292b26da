@org.jspecify.annotations.NullMarked
package dev.codevar.files.data;
