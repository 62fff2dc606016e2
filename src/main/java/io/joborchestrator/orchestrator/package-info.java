/** The services people and programs use: jobs, queues, workers and engines behind one facade. */
@NullMarked
package io.joborchestrator.orchestrator;

import org.jspecify.annotations.NullMarked;
