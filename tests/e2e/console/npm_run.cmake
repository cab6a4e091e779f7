# Runs a Node program that has npm packages: copies SOURCE into the folder WORK, installs what its lock file says when
# that is not there yet, then runs COMMAND (a list) in WORK. Nothing is written into the source tree.
file(MAKE_DIRECTORY "${WORK}")
file(COPY "${SOURCE}/" DESTINATION "${WORK}" PATTERN node_modules EXCLUDE)

file(SHA256 "${WORK}/package-lock.json" wanted)
set(stamp "${WORK}/node_modules/.installed")
set(installed "")
if(EXISTS "${stamp}")
  file(READ "${stamp}" installed)
endif()
if(NOT installed STREQUAL wanted)
  execute_process(COMMAND npm ci --ignore-scripts --no-audit --no-fund WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "npm ci failed in ${WORK}: is the npm registry within reach?")
  endif()
  file(WRITE "${stamp}" "${wanted}")
endif()

execute_process(COMMAND ${COMMAND} WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "failed (${failed}): ${COMMAND}")
endif()
