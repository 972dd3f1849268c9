// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/augmentation_preview.h"

#include "core/augmentation/image_change.h"
#include "core/augmentation/prepared_picture.h"
#include "core/base/parallel.h"
#include "core/isolation/decoding_service.h"
#include "core/lungs/preprocessor_for.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <iterator>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int mostCopies = 64;
constexpr int smallestInput = 32;
constexpr int largestInput = 1024;

Result<void> check(const AugmentationPreviewRequest& request)
{
    QString what;
    if (request.files.isEmpty())
        what = u"it needs at least one image"_s;
    else if (request.copies < 1 || request.copies > mostCopies)
        what = u"%1 copies are not within 1..64"_s.arg(request.copies);
    else if (request.spec.inputSize < smallestInput || request.spec.inputSize > largestInput)
        what = u"an input of %1 pixels is not within 32..1024"_s.arg(request.spec.inputSize);
    if (what.isEmpty())
        return {};
    return Error{
        ErrorCode::InvalidArgument, u"The augmentation cannot be shown: %1."_s.arg(what), {}};
}

GrayImage8 eightBits(int size, const std::vector<float>& greys)
{
    GrayImage8 image{size, size, {}};
    std::ranges::transform(greys, std::back_inserter(image.pixels), [](float grey) {
        return static_cast<std::uint8_t>(std::lround(grey * 255));
    });
    return image;
}

AugmentationPreview previewOf(const QString& file, const PreparedPicture& picture,
                              const AugmentationPreviewRequest& request, std::uint64_t seed)
{
    const int size = request.spec.inputSize;
    AugmentationPreview preview{file, {size, size, toEightBits(picture.plain.image.pixels)}, {}};
    for (int copy = 0; copy < request.copies; ++copy) {
        if (!request.augmentation.isRandom()) {
            preview.changed.push_back(preview.plain);
            continue;
        }
        Random random(derivedSeed(seed, static_cast<std::uint64_t>(copy)));
        const ImageChange change = drawChange(request.augmentation, size, random);
        preview.changed.push_back(eightBits(size,
                                            changed({enlargedSize(request.spec), picture.large,
                                                     greyBeyond(request.spec, picture.plain.place)},
                                                    change, size)));
    }
    return preview;
}

Result<Preprocessor> preprocessorOf(const AugmentationPreviewRequest& request)
{
    const auto spec = withInstalledLungs(request.spec);
    return spec ? preprocessorFor(*spec) : Result<Preprocessor>(spec.error());
}

Result<std::vector<AugmentationPreview>> previewAll(const AugmentationPreviewRequest& request,
                                                    const CancelToken& cancel)
{
    const auto preprocessor = preprocessorOf(request);
    if (!preprocessor)
        return preprocessor.error();
    const auto count = static_cast<std::size_t>(request.files.size());
    std::vector<std::optional<AugmentationPreview>> found(count);
    std::vector<QString> reasons(count);
    parallelFor(count, [&](std::size_t i) {
        if (cancel.isCancelled())
            return;
        const QString& file = request.files[static_cast<qsizetype>(i)];
        const auto radiograph = decoding().radiograph(file, cancel);
        if (radiograph)
            found[i] = previewOf(file, preparePicture(*radiograph, *preprocessor), request,
                                 derivedSeed(request.seed, i));
        else
            reasons[i] = radiograph.error().message;
    });
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"The preview was cancelled."_s, {}};

    std::vector<AugmentationPreview> previews;
    for (auto& preview : found)
        if (preview)
            previews.push_back(std::move(*preview));
    if (previews.empty())
        return Error{ErrorCode::DatasetUnusable,
                     u"The augmentation cannot be shown, since none of the %1 images "
                     "can be read; the first: %2"_s.arg(count)
                         .arg(reasons.front()),
                     request.files.front()};
    return previews;
}

} // namespace

Result<std::vector<AugmentationPreview>>
previewAugmentation(const AugmentationPreviewRequest& request, const CancelToken& cancel)
{
    if (auto ok = check(request); !ok)
        return ok.error();
    try {
        return previewAll(request, cancel);
    } catch (const std::exception& exception) {
        return Error{ErrorCode::Internal,
                     u"The augmentation cannot be shown: %1."_s.arg(
                         QString::fromLocal8Bit(exception.what()).simplified()),
                     {}};
    }
}

} // namespace ccad
