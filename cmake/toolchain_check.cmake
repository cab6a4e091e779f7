# GCC 12 miscompiles everyday coroutine shapes (double frees measured), so configuring with it stops here instead of
# producing a program that corrupts memory. See docs/decisions/0001-clang-19.md.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR
    "muster needs clang 19 or newer, found ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}.\n"
    "GCC 12 miscompiles C++ coroutines (docs/decisions/0001-clang-19.md).\n"
    "Do: apt-get install clang-19 lld-19, then configure with a preset: cmake --preset dev")
endif()
