// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/preprocessor.h"

#include <QJsonDocument>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;

/// A spec as a package keeps it, those of old packages among them.
class TestSpecJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void specSurvivesJson()
    {
        PreprocessSpec spec;
        spec.inputSize = 128;
        spec.fit = PreprocessSpec::Fit::Letterbox;
        spec.rangeLow = 0;
        spec.rangeHigh = 255;
        spec.greys = GreyRule::Stored1;
        const auto back = preprocessSpecFromJson(toJson(spec));
        QVERIFY(back.hasValue());
        QVERIFY(*back == spec);
        QJsonObject json = toJson(spec);
        QCOMPARE(json[u"greys"_s].toString(), u"stored-1"_s);
        json[u"greys"_s] = u"stored-2"_s; // of a later version
        const auto later = preprocessSpecFromJson(json);
        QVERIFY(!later && later.error().message.contains(u"greys"_s));
    }

    void specsFromBeforeTheGreysHadRulesShowWhatTheScreenShows()
    {
        QJsonObject json = toJson(PreprocessSpec{});
        QVERIFY(!json.contains(u"greys"_s));
        QVERIFY(preprocessSpecFromJson(json)->greys == GreyRule::Displayed);
    }

    void isWrittenAsEver()
    {
        PreprocessSpec spec;
        spec.inputSize = 128;
        spec.rangeLow = 0.1F;
        spec.centreSample = true;
        spec.lungs = {LungPreparation::Crop::Lungs, 0.11, LungPreparation::Harmonise::Equalise,
                      LungPreparation::Outside::BlankHulls};
        spec.lungsSha256 = QString(64, u'a');
        const QByteArray expected
            = "{\"centre_sample\":true,\"crop\":\"lungs\",\"crop_margin\":0.11,"
              "\"fit\":\"stretch\",\"harmonise\":\"equalise\",\"input_size\":128,"
              "\"lungs_sha256\":\""
            + QByteArray(64, 'a')
            + "\",\"outside\":\"blank-hulls\",\"range_high\":1,\"range_low\":0.10000000149011612}";
        QCOMPARE(QJsonDocument(toJson(spec)).toJson(QJsonDocument::Compact), expected);
    }

    void centringIsStoredInTheSpec()
    {
        const PreprocessSpec spec; // -1..1
        QVERIFY(centred(spec, false, false, 0.4) == spec);
        const PreprocessSpec features = centred(spec, false, true, 0.4);
        QVERIFY(!features.centreSample);
        QVERIFY(std::abs(features.rangeLow + 0.8F) < 1e-6F); // grey 0.4 gives 0
        QVERIFY(std::abs(features.rangeHigh - 1.2F) < 1e-6F);
        const PreprocessSpec samples = centred(spec, true, false, 0.4);
        QVERIFY(samples.centreSample);
        QCOMPARE(samples.rangeLow, -1.0F);
        const PreprocessSpec both = centred(spec, true, true, 0.4);
        QVERIFY(both.centreSample);
        QCOMPARE(both.rangeLow, 0.0F); // each input's mean is 0, hence theirs is
        QCOMPARE(both.rangeHigh, 2.0F);
    }

    void specsFromBeforeCentringStillLoad()
    {
        const QJsonObject old = toJson(PreprocessSpec{});
        QVERIFY(!old.contains(u"centre_sample"_s));
        QVERIFY(!preprocessSpecFromJson(old)->centreSample);
        const PreprocessSpec spec = centred({}, true, true, 0.5);
        QVERIFY(*preprocessSpecFromJson(toJson(spec)) == spec);
    }

    void badSpecIsNamed_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("missing") << "fit" << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("unknown") << "colour" << QJsonValue(1);
        QTest::newRow("too small") << "input_size" << QJsonValue(8);
        QTest::newRow("no number") << "range_low" << QJsonValue("x");
        QTest::newRow("empty range") << "range_high" << QJsonValue(-1);
        QTest::newRow("no truth value") << "centre_sample" << QJsonValue(1);
        QTest::newRow("unknown fit") << "fit" << QJsonValue("crop");
    }

    void badSpecIsNamed()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QJsonObject json = toJson(PreprocessSpec{});
        json[key] = value; // an undefined value removes the key
        const auto spec = preprocessSpecFromJson(json);
        QVERIFY(!spec.hasValue());
        QCOMPARE(spec.error().code, ErrorCode::InvalidArgument);
        QVERIFY(spec.error().message.contains(key));
    }
};

QTEST_GUILESS_MAIN(TestSpecJson)
#include "test_spec_json.moc"
