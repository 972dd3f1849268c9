// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit.h"
#include "core/base/files.h"
#include "tests/support/golden_network.h"
#include "tests/support/varied_chest.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// A narrow network of hashed weights, and data sets of drawn chests in which nothing tells the
/// classes apart but what a test puts there.
class AuditFixture
{
public:
    /// What is put into the picture number `i`; its class is i % 2.
    using Change = std::function<void(GrayImage8& image, int i)>;

    [[nodiscard]] bool makeClassifier(const PreprocessSpec& preprocess = {})
    {
        NetworkSpec network;
        network.widthMultiplier = 0.35;
        network.inputSize = 64;
        ModelPackage package = hashPackage(network);
        package.manifest.preprocess.lungs = preprocess.lungs;
        package.manifest.preprocess.lungsSha256 = preprocess.lungsSha256;
        auto created = Classifier::create(package);
        if (created)
            m_classifier = std::move(*created);
        return bool(created);
    }

    /// `count` images of as many patients from one source.
    [[nodiscard]] Dataset dataset(const QString& name, int count, const Change& change = {},
                                  int side = 64) const
    {
        Dataset dataset;
        dataset.classes = {u"class_0"_s, u"class_1"_s};
        for (int i = 0; i < count; ++i) {
            GrayImage8 image = variedChest(side, static_cast<std::uint64_t>(i) + 100);
            if (change)
                change(image, i);
            DatasetItem item;
            item.file = m_dir.filePath(u"%1-%2.png"_s.arg(name).arg(i));
            item.label = i % 2;
            item.patient = QString::number(i);
            item.source = u"north"_s;
            if (!writeFileAtomically(item.file, pngOf(image)))
                qFatal("cannot write");
            dataset.items.push_back(item);
        }
        return dataset;
    }

    [[nodiscard]] Result<AuditReport> audit(const Dataset& dataset,
                                            const LungSegmenter* lungs = nullptr) const
    {
        AuditRequest request;
        request.dataset = dataset;
        return runAudit(*m_classifier, lungs, request);
    }

    [[nodiscard]] const Classifier& classifier() const { return *m_classifier; }

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Classifier> m_classifier;
};

[[nodiscard]] inline const AuditTest& testNamed(const AuditReport& report, const char* name)
{
    for (const AuditTest& found : report.tests)
        if (found.name == QLatin1String(name))
            return found;
    qFatal("no such test");
}

} // namespace ccad::test
