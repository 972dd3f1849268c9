// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lungs/lungs.h"

#include "core/engine/mask_engine.h"
#include "core/engine/network_pass.h"
#include "core/lungs/lung_package.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

PreprocessSpec with(GreyRule greys, PreprocessSpec spec)
{
    spec.greys = greys;
    return spec;
}

} // namespace

class LungSegmenter::Impl
{
public:
    explicit Impl(const LungPackage& package)
        : weightsSha256(package.manifest.weightsSha256), preprocess(package.manifest.preprocess),
          engine(engineOf(package.manifest.network, package.weights))
    {
    }

    QString weightsSha256;
    PreprocessSpec preprocess;
    engine::MaskEngine engine;

private:
    static engine::MaskEngine engineOf(const LungNetworkSpec& spec, const WeightMap& weights)
    {
        const LungNetworkWeights folded = foldedWeights(spec, weights);
        return {spec.encoder, folded.layers, folded.decoder, engine::kernelsForThisProcessor()};
    }
};

LungSegmenter::LungSegmenter(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }

LungSegmenter::~LungSegmenter() = default;

Result<std::unique_ptr<LungSegmenter>> LungSegmenter::load(const QString& folder)
{
    const auto package = loadLungPackage(folder);
    if (!package)
        return package.error();
    return create(*package);
}

Result<std::unique_ptr<LungSegmenter>> LungSegmenter::create(const LungPackage& package)
{
    try {
        return std::unique_ptr<LungSegmenter>(new LungSegmenter(std::make_unique<Impl>(package)));
    } catch (const std::exception& failure) {
        return Error{
            ErrorCode::Internal,
            u"The lung network could not be set up: %1"_s.arg(QString::fromUtf8(failure.what())),
            package.manifest.name};
    }
}

const PreprocessSpec& LungSegmenter::preprocess() const
{
    return m_impl->preprocess;
}

bool LungSegmenter::takes(const PreprocessSpec& spec) const
{
    return spec == with(spec.greys, preprocess());
}

const QString& LungSegmenter::weightsSha256() const
{
    return m_impl->weightsSha256;
}

Result<LungMask> LungSegmenter::segment(const NetworkInput& input) const
{
    if (auto fits = checkInput(input, preprocess().inputSize); !fits)
        return fits.error();
    try {
        LungMask mask{m_impl->engine.side(), m_impl->engine.side(),
                      m_impl->engine.run({input.values.data(), input.channels}, 1)};
        for (float& value : mask.probability)
            value = 1 / (1 + std::exp(-value));
        return mask;
    } catch (const std::exception& failure) {
        return Error{ErrorCode::Internal,
                     u"The lungs of this image could not be found: %1"_s.arg(
                         QString::fromUtf8(failure.what())),
                     {}};
    }
}

Result<LungMask> LungSegmenter::segment(const Radiograph& radiograph, GreyRule greys) const
{
    return segment(Preprocessor(with(greys, preprocess()))(radiograph));
}

Result<LungMask> LungSegmenter::segment(const Radiograph& radiograph) const
{
    return segment(radiograph, preprocess().greys);
}

} // namespace ccad
