// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lung_trainer/lung_training.h"
#include "core/imaging/reading/reader.h"
#include "core/lungs/lungs.h"

#include <QFileInfo>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

QString manifest()
{
    return qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"))
        + u"/data/cxr/manifest.csv"_s;
}

} // namespace

/// The shipped package on the patients that its card says it never saw.
class TestHeldOut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void diceIsAsTheCardSays();
};

void TestHeldOut::diceIsAsTheCardSays()
{
    if (!QFileInfo::exists(manifest()))
        QSKIP("The radiographs of the development data are not here (see CCAD_SHARED).");
    const QString folder = QStringLiteral(CCAD_SOURCE_DIR "/models/ccad-lungs");
    const auto package = loadLungPackage(folder);
    QVERIFY(package);
    const auto lungs = LungSegmenter::create(*package);
    QVERIFY(lungs);
    const auto rows = readLungRows(manifest());
    QVERIFY2(rows, rows ? "" : qPrintable(rows.error().message));
    const QJsonObject& provenance = package->manifest.provenance;
    const auto heldOut = heldOutPatients(*rows, provenance[u"held_out_share"_s].toDouble(),
                                         provenance[u"seed"_s].toString().toULongLong());
    LungScores scores;
    for (const LungRow& row : *rows) {
        if (row.mask.isEmpty() || !heldOut.contains(row.patient))
            continue;
        const auto radiograph = readRadiograph(row.file);
        const auto reference = readRadiograph(row.mask);
        QVERIFY(radiograph && reference);
        const auto mask = (*lungs)->segment(*radiograph);
        QVERIFY(mask);
        const GrayImage16 greys = DisplayLut(*reference, reference->initialVoi).apply16(*reference);
        scores.images.push_back(
            {row.file, row.patient, row.view, diceOf(*mask, greys), shapeOf(*mask).isPlausible()});
    }
    const QJsonObject said = provenance[u"dice_student"_s].toObject();
    QCOMPARE(static_cast<int>(scores.images.size()), said[u"images"_s].toInt());
    QCOMPARE(scores.patients(), said[u"patients"_s].toInt());
    const Interval dice = scores.meanDice();
    qInfo("Dice %.4f (%.4f to %.4f)", dice.value, dice.low, dice.high);
    QVERIFY(std::abs(dice.value - said[u"dice_mean"_s].toDouble()) < 0.002);
    QVERIFY(dice.value >= 0.92);
    QVERIFY(package->card.contains(QString::number(dice.value, 'f', 3)));
}

QTEST_GUILESS_MAIN(TestHeldOut)
#include "test_held_out.moc"
