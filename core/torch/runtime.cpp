// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/torch/runtime.h"

#include "core/torch/runtime_torch.h"
#include "core/torch/torch_module.h"

#include <torch/version.h>

#include <cstring>
#include <link.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

auto loadedSleep()
{
    return torchFunction<decltype(ccadLetOpenMpSleep)>("ccadLetOpenMpSleep");
}

} // namespace

std::optional<QString> slowBlasWarning()
{
    if (!loadedSleep())
        return std::nullopt; // whoever wants to train is told why by the training
    // Debian's alternatives decide which libblas.so.3 is loaded; its resolved path names the maker.
    bool found = false;
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* result) {
            if (info->dlpi_name != nullptr && std::strstr(info->dlpi_name, "openblas") != nullptr)
                *static_cast<bool*>(result) = true;
            return 0;
        },
        &found);
    if (found)
        return std::nullopt;
    return u"Torch runs without OpenBLAS and will be about six times slower. Install the "
           "package libopenblas0-pthread."_s;
}

void letOpenMpSleep()
{
    if (const auto sleep = loadedSleep())
        sleep->call();
}

QString torchVersion()
{
    return QStringLiteral(TORCH_VERSION);
}

} // namespace ccad
