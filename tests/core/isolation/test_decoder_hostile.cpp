// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/imaging/read_limits.h"
#include "core/imaging/reading/reader.h"
#include "core/isolation/decoder.h"
#include "core/isolation/internal/facts_json.h"
#include "tests/support/hostile_dicom.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// A batch, which decodes in another process, says of a hostile file what reading it here says.
class TestDecoderHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatReadingHereSays_data();
    void saysWhatReadingHereSays();
};

void TestDecoderHostile::saysWhatReadingHereSays_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const HostileDicom& file : hostileDicoms())
        QTest::newRow(file.name) << file.bytes;
}

void TestDecoderHostile::saysWhatReadingHereSays()
{
    QFETCH(QByteArray, bytes);
    QVERIFY2(!decoderProgram().isEmpty(), "ccad-decoder is not built");
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"hostile.dcm"_s);
    QVERIFY(writeFileAtomically(path, bytes).hasValue());
    Decoder decoder(decoderProgram(), PreprocessSpec{});
    const auto study = decoder.decode(path);
    const auto here = readRadiograph(path);
    QCOMPARE(study.hasValue(), here.hasValue());
    if (!study) {
        QCOMPARE(study.error().code, here.error().code);
        QCOMPARE(study.error().message, here.error().message);
        return;
    }
    QCOMPARE(isolation::factsToJson(study->facts), isolation::factsToJson(*here));
}

QTEST_GUILESS_MAIN(TestDecoderHostile)
#include "test_decoder_hostile.moc"
