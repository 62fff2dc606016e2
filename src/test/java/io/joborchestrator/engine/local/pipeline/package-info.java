/** Tests of the columnar engine's runner and workbench on real files. */
@NullMarked
package io.joborchestrator.engine.local.pipeline;

import org.jspecify.annotations.NullMarked;
