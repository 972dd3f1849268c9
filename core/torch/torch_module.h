// SPDX-License-Identifier: GPL-3.0-or-later
// The border to everything that needs Torch. Loading Torch takes half a second and 150 MB, so no
// program links it: training and explaining live in a module of their own, libccad_torch.so, which
// is opened when the first of its functions is asked for and stays open.
#pragma once

#include "core/base/result.h"

#include <QString>

namespace ccad {

/// Where the module lies: the environment variable CCAD_TORCH_MODULE, or beside the program, or
/// where it was installed or built; empty when it is nowhere.
[[nodiscard]] QString torchModule();

/// The address of what the module exports under this name. Error: Internal when the module is
/// missing or cannot be loaded; each call tries anew until it is.
[[nodiscard]] Result<void*> torchSymbol(const char* name);

/// torchSymbol() as a function. Only `decltype` of its declaration ties the type to the module's
/// definition, so both include one header.
template <typename Function> struct TorchFunction
{
    Function* call;
};
template <typename Function>
[[nodiscard]] Result<TorchFunction<Function>> torchFunction(const char* name)
{
    const auto symbol = torchSymbol(name);
    if (!symbol)
        return symbol.error();
    return TorchFunction<Function>{reinterpret_cast<Function*>(*symbol)};
}

} // namespace ccad
