/**
 * The engine on Apache Spark: one lazily started session in this process, any number of runs in it.
 * The only package that knows types of Spark.
 */
@NullMarked
package io.joborchestrator.engine.spark;

import org.jspecify.annotations.NullMarked;
