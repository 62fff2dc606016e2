package io.joborchestrator.engine.local;

import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.ExecutionEngineContract;
import io.joborchestrator.testing.LocalForTests;

class LocalEngineContractTest extends ExecutionEngineContract {
  @Override
  protected ExecutionEngine engine() {
    return LocalForTests.engine();
  }

  @Override
  protected ExecutionEngine freshEngine() {
    return LocalForTests.create();
  }
}
