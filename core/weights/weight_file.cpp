// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weight_file.h"

#include "core/base/files.h"
#include "core/weights/internal/weight_content.h"

#include <new>

using namespace Qt::StringLiterals;

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
                     u"It is in PyTorch's old format without a zip archive; save it "
                     "again with PyTorch 1.6 or later."_s,
                     {}};
    return Error{
        ErrorCode::FileBroken, u"It is neither a safetensors file nor a zip-format .pth."_s, {}};
}

} // namespace

Result<WeightMap> readWeightContent(const QByteArray& content, const QString& path)
{
    auto weights = parse(content);
    if (weights)
        return weights;
    const Error& cause = weights.error();
    return Error{cause.code, u"Cannot read the weights of %1. %2"_s.arg(path, cause.message),
                 cause.context.isEmpty() ? path : cause.context};
}

Result<WeightMap> readWeights(const QString& path)
{
    try {
        const auto content = readFile(path, maximumFileBytes);
        return content ? readWeightContent(*content, path) : content.error();
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::TooLarge, u"There is not enough memory to read %1."_s.arg(path),
                     path};
    }
}

} // namespace ccad
