// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lungs/preprocessor_for.h"

#include "core/base/data_dirs.h"
#include "core/lungs/lung_package.h"
#include "core/lungs/lungs.h"

#include <mutex>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

class SegmentingFinder final : public LungFinder
{
public:
    explicit SegmentingFinder(std::shared_ptr<const LungSegmenter> lungs)
        : m_lungs(std::move(lungs)), m_preprocessor(m_lungs->preprocess())
    {
    }

    [[nodiscard]] int side() const override { return m_preprocessor.spec().inputSize; }

    [[nodiscard]] std::optional<LungMask> find(const GrayImage16& picture) const override
    {
        auto mask = m_lungs->segment(m_preprocessor(picture));
        if (!mask || !shapeOf(*mask).isPlausible())
            return std::nullopt;
        return *std::move(mask);
    }

private:
    std::shared_ptr<const LungSegmenter> m_lungs;
    Preprocessor m_preprocessor;
};

Error withoutLungs(const Error& cause)
{
    return {cause.code,
            u"The model is shown radiographs by their lungs, and the network that "
            "finds these is not at hand. %1"_s.arg(cause.message),
            cause.context};
}

Error otherLungs(const QString& folder)
{
    return {ErrorCode::ModelBroken,
            u"The model was trained with another version of the network that finds "
            "the lungs than the one in %1, so its predictions would be wrong. "
            "Install the lung package that it was made with."_s.arg(folder),
            folder};
}

/// The lungs of a package, loaded once while anybody has them.
Result<std::shared_ptr<const LungSegmenter>> sharedLungs(const QString& folder,
                                                         const QString& sha256)
{
    static std::mutex mutex;
    static std::weak_ptr<const LungSegmenter> kept;
    const std::scoped_lock lock(mutex);
    if (auto lungs = kept.lock(); lungs && lungs->weightsSha256() == sha256)
        return lungs;
    auto loaded = LungSegmenter::load(folder);
    if (!loaded)
        return withoutLungs(loaded.error());
    std::shared_ptr<const LungSegmenter> lungs = *std::move(loaded);
    if (lungs->weightsSha256() != sha256)
        return otherLungs(folder);
    kept = lungs;
    return lungs;
}

} // namespace

std::shared_ptr<const LungFinder> lungFinder(std::shared_ptr<const LungSegmenter> lungs)
{
    return std::make_shared<SegmentingFinder>(std::move(lungs));
}

Result<Preprocessor> preprocessorFor(const PreprocessSpec& spec)
{
    if (!spec.needsLungs())
        return Preprocessor(spec);
    return preprocessorFor(spec, lungModelDir());
}

Result<Preprocessor> preprocessorFor(const PreprocessSpec& spec, const QString& lungFolder)
{
    if (!spec.needsLungs())
        return Preprocessor(spec);
    auto lungs = sharedLungs(lungFolder, spec.lungsSha256);
    if (!lungs)
        return lungs.error();
    return Preprocessor(spec, lungFinder(*std::move(lungs)));
}

Result<PreprocessSpec> withInstalledLungs(const PreprocessSpec& spec)
{
    PreprocessSpec result = spec;
    result.lungsSha256.clear();
    if (!spec.needsLungs())
        return result;
    const auto package = loadLungPackage(lungModelDir());
    if (!package)
        return package.error();
    result.lungsSha256 = package->manifest.weightsSha256;
    return result;
}

} // namespace ccad
