/** Large inputs in parts: which parts there are, and files of their own for parts of files. */
@NullMarked
package io.joborchestrator.pipeline.chunk;

import org.jspecify.annotations.NullMarked;
