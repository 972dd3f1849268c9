// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/explain/explainer.h"
#include "core/imaging/reading/reader.h"
#include "core/inference/saliency_map.h"
#include "core/lungs/preprocessor_for.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// Ranks from 0 on, ties share their mean rank.
std::vector<double> ranksOf(const std::vector<float>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]])
            ++last;
        for (std::size_t i = first; i <= last; ++i)
            ranks[order[i]] = static_cast<double>(first + last) / 2;
        first = last + 1;
    }
    return ranks;
}

struct Moments
{
    double meanA = 0, meanB = 0, varianceA = 0, varianceB = 0, covariance = 0;
};

template <typename T> Moments momentsOf(const std::vector<T>& a, const std::vector<T>& b)
{
    Moments m;
    const auto count = static_cast<double>(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        m.meanA += a[i] / count;
        m.meanB += b[i] / count;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        m.varianceA += (a[i] - m.meanA) * (a[i] - m.meanA) / count;
        m.varianceB += (b[i] - m.meanB) * (b[i] - m.meanB) / count;
        m.covariance += (a[i] - m.meanA) * (b[i] - m.meanB) / count;
    }
    return m;
}

/// Spearman's; 0 where one of the maps is the same everywhere.
double rankCorrelation(const std::vector<float>& a, const std::vector<float>& b)
{
    const Moments m = momentsOf(ranksOf(a), ranksOf(b));
    const double scale = std::sqrt(m.varianceA * m.varianceB);
    return scale > 0 ? m.covariance / scale : 0;
}

/// Structural similarity (Wang et al. 2004) of two normalised maps, taken as one window.
double similarity(const SaliencyMap& a, const SaliencyMap& b)
{
    constexpr double c1 = 0.01 * 0.01;
    constexpr double c2 = 0.03 * 0.03;
    const Moments m = momentsOf(normalised(a).values, normalised(b).values);
    return (2 * m.meanA * m.meanB + c1) * (2 * m.covariance + c2)
        / ((m.meanA * m.meanA + m.meanB * m.meanB + c1) * (m.varianceA + m.varianceB + c2));
}

/// Still the map that it was, more or less?
bool isAlike(double correlation, double likeness)
{
    return std::abs(correlation) >= 0.5 || likeness >= 0.5;
}

/// Parts of the network from the top down: nothing, the head, then whole blocks, at last all.
constexpr int stages = 6;

/// Does a tensor lose what it has learned at this stage?
bool isRandomAt(const std::string& name, int stage)
{
    static constexpr int firstFeature[stages] = {99, 99, 18, 14, 7, 0};
    if (name.starts_with("classifier."))
        return stage >= 1;
    return std::stoi(name.substr(std::string("features.").size()))
        >= firstFeature[static_cast<std::size_t>(stage)];
}

/// Shuffles the values of each such tensor: they stay as large as they were and mean nothing.
ModelPackage randomised(ModelPackage package, int stage, std::uint64_t seed)
{
    Random random(seed);
    for (auto& [name, tensor] : package.weights.tensors)
        if (isRandomAt(name, stage))
            random.shuffle(tensor.values);
    return package;
}

struct Way
{
    const char* name;
    SaliencyMethod method;
    SaliencyLayer layer;
    /// Do its maps change when the head alone forgets? Those of LayerCAM on the last layer hardly
    /// do: it leaves out what speaks against the class, and what is left is where the last
    /// convolution is active, whatever the class.
    bool followsTheHead;
};
constexpr Way ways[] = {
    {"CAM, last", SaliencyMethod::Cam, SaliencyLayer::Last, true},
    {"Grad-CAM, last", SaliencyMethod::GradCam, SaliencyLayer::Last, true},
    {"HiResCAM, last", SaliencyMethod::HiResCam, SaliencyLayer::Last, true},
    {"LayerCAM, last", SaliencyMethod::LayerCam, SaliencyLayer::Last, false},
    {"Grad-CAM, middle", SaliencyMethod::GradCam, SaliencyLayer::Middle, true},
    {"HiResCAM, middle", SaliencyMethod::HiResCam, SaliencyLayer::Middle, true},
    {"LayerCAM, middle", SaliencyMethod::LayerCam, SaliencyLayer::Middle, true},
};

} // namespace

/// The sanity check of Adebayo et al. (2018): a map that stays the same when the network forgets
/// what it has learned shows the picture, not the network. The default model forgets from the head
/// down; each method's maps must follow.
class TestWeightRandomisation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void measuresAreRight();
    void mapsFollowTheWeights_data();
    void mapsFollowTheWeights();

private:
    using Maps = std::vector<SaliencyMap>; ///< of all inputs and classes
    [[nodiscard]] Maps mapsOf(const Way& way, const Explainer& explainer) const;

    std::vector<NetworkInput> m_inputs;
    std::vector<std::unique_ptr<Explainer>> m_explainers; ///< [stage]
    int m_classes = 0;
};

void TestWeightRandomisation::initTestCase()
{
    const auto package = loadModelPackage(QStringLiteral(CCAD_SOURCE_DIR "/models/ccad-covid-cxr"));
    QVERIFY2(package, package ? "" : qPrintable(package.error().message));
    m_classes = package->manifest.network.classes;
    for (const char* name : {"average-normal", "average-covid", "phantom"}) {
        const auto radiograph = readRadiograph(
            QStringLiteral(CCAD_SOURCE_DIR "/resources/samples/%1.dcm").arg(QLatin1String(name)));
        QVERIFY2(radiograph, radiograph ? "" : qPrintable(radiograph.error().message));
        m_inputs.push_back((*preprocessorFor(package->manifest.preprocess))(*radiograph));
    }
    for (int stage = 0; stage < stages; ++stage) {
        auto explainer = Explainer::create(randomised(*package, stage, 1));
        QVERIFY2(explainer, explainer ? "" : qPrintable(explainer.error().message));
        m_explainers.push_back(std::move(*explainer));
    }
}

void TestWeightRandomisation::measuresAreRight()
{
    QCOMPARE(rankCorrelation({1, 2, 3, 4}, {10, 20, 30, 400}), 1.0);
    QCOMPARE(rankCorrelation({1, 2, 3, 4}, {4, 3, 2, 1}), -1.0);
    QCOMPARE(rankCorrelation({1, 2, 3, 4}, {2, 2, 2, 2}), 0.0);
    // scipy.stats.spearmanr([3, 1, 2, 2], [5, 1, 2, 9])
    QVERIFY(std::abs(rankCorrelation({3, 1, 2, 2}, {5, 1, 2, 9}) - 0.6324555320336759) < 1e-12);
    const SaliencyMap map{2, 2, {0, 0.5F, 0.25F, 1}};
    QVERIFY(std::abs(similarity(map, map) - 1) < 1e-12);
    QVERIFY(similarity(map, {2, 2, {1, 0.5F, 0.75F, 0}}) < 0);
}

TestWeightRandomisation::Maps TestWeightRandomisation::mapsOf(const Way& way,
                                                              const Explainer& explainer) const
{
    Maps maps;
    for (const NetworkInput& input : m_inputs)
        for (int label = 0; label < m_classes; ++label) {
            const auto map = explainer.explain(input, label, way.method, way.layer);
            maps.push_back(map ? *map : SaliencyMap{});
        }
    return maps;
}

void TestWeightRandomisation::mapsFollowTheWeights_data()
{
    QTest::addColumn<int>("way");
    for (int i = 0; i < static_cast<int>(std::size(ways)); ++i)
        QTest::newRow(ways[i].name) << i;
}

void TestWeightRandomisation::mapsFollowTheWeights()
{
    QFETCH(int, way);
    const Maps learned = mapsOf(ways[way], *m_explainers.front());
    std::vector<double> correlations;
    std::vector<double> similarities;
    for (const auto& explainer : m_explainers) {
        const Maps maps = mapsOf(ways[way], *explainer);
        double correlation = 0;
        double alike = 0;
        for (std::size_t i = 0; i < maps.size(); ++i) {
            QVERIFY(!maps[i].values.empty());
            correlation += rankCorrelation(learned[i].values, maps[i].values);
            alike += similarity(learned[i], maps[i]);
        }
        correlations.push_back(correlation / static_cast<double>(maps.size()));
        similarities.push_back(alike / static_cast<double>(maps.size()));
    }
    for (std::size_t stage = 0; stage < correlations.size(); ++stage)
        qInfo("%s: stage %zu: rank correlation %.3f, similarity %.3f", ways[way].name, stage,
              correlations[stage], similarities[stage]);
    // Maps that are the same everywhere have no correlation, not even with themselves.
    QVERIFY(std::abs(similarities.front() - 1) < 1e-9);
    QVERIFY(correlations.front() > 0.8);
    QCOMPARE(isAlike(correlations[1], similarities[1]), !ways[way].followsTheHead);
    // From the last blocks down, every method has to follow.
    for (std::size_t stage = 3; stage < stages; ++stage)
        QVERIFY2(!isAlike(correlations[stage], similarities[stage]),
                 qPrintable(u"stage %1"_s.arg(stage)));
}

QTEST_GUILESS_MAIN(TestWeightRandomisation)
#include "test_weight_randomisation.moc"
