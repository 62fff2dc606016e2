/** Training and use of models with MLlib, on rows that are read already. */
@NullMarked
package io.joborchestrator.engine.spark.learning;

import org.jspecify.annotations.NullMarked;
