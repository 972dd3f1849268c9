// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/internal/cell_detail.h"
#include "core/explain/saliency_grade.h"
#include "core/imaging/reading/reader.h"
#include "core/inference/finding.h"
#include "core/lungs/lungs.h"

#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

QString inTree(const char* path)
{
    return QStringLiteral(CCAD_SOURCE_DIR "/") + QString::fromLatin1(path);
}

/// Lungs in two columns of a mask: left and right third, middle rows.
LungMask twoColumns()
{
    LungMask mask{12, 12, std::vector<float>(144, 0.0F)};
    for (int row = 2; row < 10; ++row)
        for (const int column : {2, 3, 8, 9})
            mask.probability[static_cast<std::size_t>(row * 12 + column)] = 1;
    return mask;
}

} // namespace

class TestSaliencyGrade : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void detailGoesWhereAsked();
    void patternsMoveAround();
    void shareIsThatOfTheMap();
    void shareLooksThroughTheWindow();
    void aMapTurnedRoundIsLow();
    void theLevelFollowsTheFalls_data();
    void theLevelFollowsTheFalls();
    void aMapBesideTheLungsIsLow();
    void anEmptyMapIsLow();
    void isTheSameTwice();
    void withoutLungsItIsNeverGood();
    void refusesWhatMakesNoSense();

private:
    std::unique_ptr<Classifier> m_classifier;
    std::unique_ptr<LungSegmenter> m_lungs;
    NetworkInput m_input;
    Prediction m_prediction;
    LungMask m_mask;
};

void TestSaliencyGrade::initTestCase()
{
    auto classifier = Classifier::load(inTree("models/ccad-covid-cxr"));
    QVERIFY2(classifier, classifier ? "" : qPrintable(classifier.error().message));
    m_classifier = std::move(*classifier);
    auto lungs = LungSegmenter::load(inTree("models/ccad-lungs"));
    QVERIFY2(lungs, lungs ? "" : qPrintable(lungs.error().message));
    m_lungs = std::move(*lungs);
    const auto radiograph = readRadiograph(inTree("resources/samples/average-covid.dcm"));
    QVERIFY(radiograph);
    m_input = m_classifier->preprocessor()(*radiograph);
    auto prediction = m_classifier->predict(m_input);
    QVERIFY(prediction);
    m_prediction = std::move(*prediction);
    auto mask = m_lungs->segment(*radiograph);
    QVERIFY(mask);
    m_mask = std::move(*mask);
}

void TestSaliencyGrade::detailGoesWhereAsked()
{
    NetworkInput input;
    input.width = 16;
    input.height = 16;
    for (int i = 0; i < 256; ++i)
        input.values.push_back(static_cast<float>(i % 2)); // stripes: detail and no more
    CellSet set{4, 4, std::vector<bool>(16, false)};
    set.cells[5] = true; // second row, second column
    const NetworkInput changed = withoutDetail(input, set);
    for (int row = 0; row < 16; ++row)
        for (int column = 0; column < 16; ++column) {
            const auto i = static_cast<std::size_t>(row * 16 + column);
            const bool inside = row / 4 == 1 && column / 4 == 1;
            QCOMPARE(changed.values[i], inside ? 0.5F : input.values[i]);
        }
}

void TestSaliencyGrade::patternsMoveAround()
{
    CellSet set{3, 2, {true, false, false, false, false, true}};
    QCOMPARE(set.count(), 2);
    const CellSet moved = set.moved(1, 1);
    QVERIFY((moved.cells == std::vector<bool>{true, false, false, false, true, false}));
    QCOMPARE(set.overlap(moved), 1);
    QCOMPARE(set.overlap(set), 2);
}

void TestSaliencyGrade::shareIsThatOfTheMap()
{
    const LungMask lungs = twoColumns();
    SaliencyMap map{12, 12, lungs.probability};
    QVERIFY(shareInLungs(map, {}, lungs) > 0.8); // all but what the drawing smears
    for (float& value : map.values)
        value = 1 - value;
    QVERIFY(shareInLungs(map, {}, lungs) < 0.1);
    map.values.assign(144, 1.0F);
    QVERIFY(std::abs(shareInLungs(map, {}, lungs) - 32.0 / 144) < 1e-6);
    map.values.assign(144, 0.0F);
    QCOMPARE(shareInLungs(map, {}, lungs), 0.0);
}

void TestSaliencyGrade::shareLooksThroughTheWindow()
{
    // The radiograph covers the right half of the input, where the map is bright in its left half.
    SaliencyMap map{4, 2, {1, 0, 1, 0, 1, 0, 1, 0}};
    LungMask lungs{2, 1, {1, 0}};
    QVERIFY(shareInLungs(map, {0.5, 0, 0.5, 1}, lungs) > 0.9);
    std::swap(lungs.probability[0], lungs.probability[1]);
    QVERIFY(shareInLungs(map, {0.5, 0, 0.5, 1}, lungs) < 0.1);
}

/// What speaks least for the finding, shown as if it spoke most: the deletion test must notice.
void TestSaliencyGrade::aMapTurnedRoundIsLow()
{
    // The class whose map tells most; a map that tells little tells as little turned round.
    int label = 0;
    std::optional<SaliencyGrade> right;
    for (int i = 0; i < static_cast<int>(m_prediction.classMaps.size()); ++i) {
        const auto grade
            = gradeSaliency(*m_classifier, m_input, i,
                            m_prediction.classMaps[static_cast<std::size_t>(i)], nullptr);
        QVERIFY(grade);
        if (!right || grade->fall > right->fall) {
            label = i;
            right = *grade;
        }
    }
    QVERIFY(right && right->level != SaliencyGrade::Level::Low);
    SaliencyMap map = m_prediction.classMaps[static_cast<std::size_t>(label)];
    const float largest = *std::ranges::max_element(map.values);
    for (float& value : map.values)
        value = largest - value;
    const auto wrong = gradeSaliency(*m_classifier, m_input, label, map, nullptr);
    QVERIFY(wrong);
    QCOMPARE(wrong->level, SaliencyGrade::Level::Low);
    QVERIFY(wrong->fall < right->fall);
    QCOMPARE(wrong->places, 8);
    QVERIFY2(wrong->words.contains(u"does not rest on them"_s), qPrintable(wrong->words));
}

void TestSaliencyGrade::theLevelFollowsTheFalls_data()
{
    QTest::addColumn<int>("label");
    QTest::addColumn<bool>("turned");
    for (int label = 0; label < 3; ++label) {
        QTest::addRow("class %d", label) << label << false;
        QTest::addRow("class %d, turned round", label) << label << true;
    }
}

/// Of classes that are not the finding, too, whose turned map need not be low.
void TestSaliencyGrade::theLevelFollowsTheFalls()
{
    QFETCH(int, label);
    QFETCH(bool, turned);
    SaliencyMap map = m_prediction.classMaps[static_cast<std::size_t>(label)];
    const float largest = *std::ranges::max_element(map.values);
    if (turned)
        for (float& value : map.values)
            value = largest - value;
    const auto grade = gradeSaliency(*m_classifier, m_input, label, map, nullptr);
    QVERIFY(grade);
    const bool rests = grade->fall > 0 && grade->fall > grade->fallElsewhere;
    QCOMPARE(grade->level, rests ? SaliencyGrade::Level::Fair : SaliencyGrade::Level::Low);
    QCOMPARE(grade->words.contains(u"does not rest on them"_s), !rests);
}

void TestSaliencyGrade::aMapBesideTheLungsIsLow()
{
    QVERIFY(shapeOf(m_mask).isPlausible());
    const int label = static_cast<int>(std::ranges::max_element(m_prediction.logits)
                                       - m_prediction.logits.begin());
    SaliencyMap map{7, 7, std::vector<float>(49, 0.0F)};
    for (std::size_t cell = 0; cell < 7; ++cell)
        map.values[cell] = 1; // the upper edge
    const auto grade = gradeSaliency(*m_classifier, m_input, label, map, &m_mask);
    QVERIFY(grade);
    QVERIFY(grade->insideLungs);
    QVERIFY(*grade->insideLungs < 0.5 * grade->lungShare);
    QCOMPARE(grade->level, SaliencyGrade::Level::Low);
    QVERIFY2(grade->words.contains(u"looked elsewhere"_s), qPrintable(grade->words));
    QVERIFY(grade->words.startsWith(u"Do not rely on this map."_s));
}

void TestSaliencyGrade::anEmptyMapIsLow()
{
    const SaliencyMap map{7, 7, std::vector<float>(49, -1.0F)};
    const auto grade = gradeSaliency(*m_classifier, m_input, 0, map, &m_mask);
    QVERIFY(grade);
    QCOMPARE(grade->level, SaliencyGrade::Level::Low);
    QVERIFY(grade->words.contains(u"empty"_s));
    QCOMPARE(grade->places, 0);
}

void TestSaliencyGrade::isTheSameTwice()
{
    const SaliencyMap& map = m_prediction.classMaps[0];
    const auto first = gradeSaliency(*m_classifier, m_input, 0, map, &m_mask);
    const auto second = gradeSaliency(*m_classifier, m_input, 0, map, &m_mask);
    QVERIFY(first && second);
    QCOMPARE(first->fall, second->fall);
    QCOMPARE(first->fallElsewhere, second->fallElsewhere);
    QCOMPARE(first->level, second->level);
    QCOMPARE(first->words, second->words);
}

void TestSaliencyGrade::withoutLungsItIsNeverGood()
{
    for (int label = 0; label < 3; ++label) {
        const auto grade
            = gradeSaliency(*m_classifier, m_input, label,
                            m_prediction.classMaps[static_cast<std::size_t>(label)], nullptr);
        QVERIFY(grade);
        QVERIFY(grade->level != SaliencyGrade::Level::Good);
        QVERIFY(!grade->insideLungs);
        QVERIFY2(grade->words.contains(u"could not be told"_s), qPrintable(grade->words));
    }
}

void TestSaliencyGrade::refusesWhatMakesNoSense()
{
    const SaliencyMap& map = m_prediction.classMaps[0];
    const auto codeOf = [](const Result<SaliencyGrade>& grade) {
        return grade ? ErrorCode::Internal : grade.error().code;
    };
    QCOMPARE(codeOf(gradeSaliency(*m_classifier, m_input, 3, map, nullptr)),
             ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(gradeSaliency(*m_classifier, m_input, 0, {1, 1, {1}}, nullptr)),
             ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(gradeSaliency(*m_classifier, {}, 0, map, nullptr)), ErrorCode::InvalidArgument);
    CancelToken cancel;
    cancel.cancel();
    QCOMPARE(codeOf(gradeSaliency(*m_classifier, m_input, 0, map, nullptr, cancel)),
             ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestSaliencyGrade)
#include "test_saliency_grade.moc"
