@org.jspecify.annotations.NullMarked
package dev.codevar.lab.reconstruct;
