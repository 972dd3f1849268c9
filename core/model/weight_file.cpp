// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/weight_file.h"

#include "core/base/files.h"

#include <new>

namespace ccad {
namespace {

constexpr qint64 maximumFileBytes = qint64{1} << 30;

Result<WeightMap> parse(const QByteArray& content)
{
    if (content.startsWith("PK\x03\x04"))
        return parseTorchZip(content);
    if (content.size() > 8 && content[8] == '{')
        return parseSafetensors(content);
    // 0x80 opens a pickle: torch.save before PyTorch 1.6 wrote one without a zip around it.
    if (content.startsWith('\x80'))
        return Error{ErrorCode::Unsupported,
                     QStringLiteral("It is in PyTorch's old format without a zip archive; save it "
                                    "again with PyTorch 1.6 or later."),
                     {}};
    return Error{ErrorCode::FileBroken,
                 QStringLiteral("It is neither a safetensors file nor a zip-format .pth."),
                 {}};
}

} // namespace

Result<WeightMap> readWeights(const QString& path)
{
    try {
        auto content = readFile(path, maximumFileBytes);
        if (!content)
            return content.error();
        auto weights = parse(*content);
        if (weights)
            return weights;
        const Error& cause = weights.error();
        return Error{cause.code,
                     QStringLiteral("Cannot read the weights of %1. %2").arg(path, cause.message),
                     cause.context.isEmpty() ? path : cause.context};
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::TooLarge,
                     QStringLiteral("There is not enough memory to read %1.").arg(path), path};
    }
}

} // namespace ccad
