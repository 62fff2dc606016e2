@NullMarked
package io.joborchestrator.console.jobs.action;

import org.jspecify.annotations.NullMarked;
