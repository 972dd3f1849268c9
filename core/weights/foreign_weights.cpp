// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/foreign_weights.h"

#include "core/isolation/decoding_service.h"
#include "core/weights/internal/weight_content.h"

using namespace Qt::StringLiterals;

namespace ccad {

Result<WeightMap> readForeignWeights(const QString& path, const CancelToken& cancel)
{
    const auto bytes = decoding().content(ForeignKind::Weights, path, cancel);
    if (!bytes)
        return bytes.error();
    auto weights = parseSafetensors(*bytes);
    if (!weights)
        return DecodingService::nonsense(path, u"weights that cannot be"_s);
    return weights;
}

Result<QByteArray> readWeightBytes(const QByteArray& content, const QString& path,
                                   const ReadLimits& /*limits*/)
{
    const auto weights = readWeightContent(content, path);
    return weights ? Result<QByteArray>(toSafetensors(*weights)) : weights.error();
}

} // namespace ccad
