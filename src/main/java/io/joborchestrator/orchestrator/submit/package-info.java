/** What is checked and completed before a job is stored. */
@NullMarked
package io.joborchestrator.orchestrator.submit;

import org.jspecify.annotations.NullMarked;
