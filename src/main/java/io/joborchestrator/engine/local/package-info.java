/**
 * The engine of this machine: runners for small and medium pipelines and for scripts, sized by
 * slots.
 */
@NullMarked
package io.joborchestrator.engine.local;

import org.jspecify.annotations.NullMarked;
