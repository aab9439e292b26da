/** Where a run in parts lies: a folder of any Hadoop file system, which need not be able to rename or append. */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster.place;
