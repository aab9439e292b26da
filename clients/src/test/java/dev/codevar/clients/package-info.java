@org.jspecify.annotations.NullMarked
package dev.codevar.clients;
