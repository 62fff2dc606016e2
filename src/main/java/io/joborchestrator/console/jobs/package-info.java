/** The Jobs page: the list of jobs and the detail of one. */
@NullMarked
package io.joborchestrator.console.jobs;

import org.jspecify.annotations.NullMarked;
