@org.jspecify.annotations.NullMarked
package dev.codevar.app.options;
