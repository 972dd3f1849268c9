// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/results_dialog.h"

#include "ui/results/results_preview.h"
#include "ui/results/results_saving.h"
#include "ui/widgets/column.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

ResultsDialog::ResultsDialog(bool isDicom, Settings& settings, QWidget* parent)
    : QDialog(parent), m_isDicom(isDicom), m_pages(new QStackedWidget(this)),
      m_preview(new ResultsPreview(settings, this))
{
    setWindowTitle(tr("Save Results"));
    setAccessibleName(windowTitle());
    setMinimumSize(640, 480);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::medium);
    m_pages->addWidget(makeChoices());
    m_pages->addWidget(m_preview);
    layout->addWidget(m_pages, 1);
    layout->addWidget(makePlace());
    m_missing = makeTextLabel({}, "muted", this);
    m_missing->setObjectName(u"missing"_s);
    layout->addWidget(m_missing);
    layout->addWidget(makeFoot());
    check();
}

QWidget* ResultsDialog::makeChoices()
{
    auto* choices = new QWidget(this);
    auto* layout = makeColumn(choices, spacing::small);
    layout->setSpacing(spacing::medium);
    layout->addWidget(makeTextLabel(
        tr("DICOM objects of this study, for the archive. They name the patient as the film does. "
           "Research use only. Not for diagnosis."),
        "text", choices));
    layout->addWidget(makeKinds());
    if (!m_isDicom)
        layout->addWidget(makePatient());
    layout->addStretch(1);
    return choices;
}

QWidget* ResultsDialog::makeKinds()
{
    auto* kinds = new QWidget(this);
    auto* layout = makeColumn(kinds, spacing::small);
    for (const results::ObjectMaker& maker : results::objectMakers()) {
        if (maker.kind == results::ObjectKind::Film)
            continue;
        auto* box = new QCheckBox(QString::fromLatin1(maker.title), kinds);
        box->setObjectName(QLatin1String("kind-") + QLatin1String(maker.name));
        box->setAccessibleName(box->text());
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, &ResultsDialog::check);
        layout->addWidget(box);
        m_kinds.emplace_back(maker.kind, box);
    }
    return kinds;
}

QWidget* ResultsDialog::makePatient()
{
    auto* patient = new QWidget(this);
    auto* layout = new QFormLayout(patient);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::small);
    layout->addRow(makeTextLabel(tr("This picture does not say whose it is."), "text", patient));
    m_anonymous = new QCheckBox(tr("&Anonymous"), patient);
    m_anonymous->setObjectName(u"anonymous"_s);
    m_anonymous->setAccessibleName(tr("Anonymous"));
    layout->addRow(m_anonymous);
    const auto addField
        = [&](QLineEdit*& field, const char* name, const QString& label, const QString& form) {
              field = new QLineEdit(patient);
              field->setObjectName(QLatin1String(name));
              field->setAccessibleName(QString(label).remove(u'&'));
              field->setPlaceholderText(form);
              layout->addRow(label, field);
              connect(field, &QLineEdit::textChanged, this, &ResultsDialog::check);
          };
    addField(m_name, "patient-name", tr("Patient &name"), tr("Family^Given"));
    addField(m_id, "patient-id", tr("Patient &ID"), {});
    addField(m_date, "study-date", tr("Study &date"), u"2026-11-30"_s);
    connect(m_anonymous, &QCheckBox::toggled, this, [this](bool isAnonymous) {
        m_name->setEnabled(!isAnonymous);
        m_id->setEnabled(!isAnonymous);
        check();
    });
    return patient;
}

QWidget* ResultsDialog::makePlace()
{
    auto* place = new QWidget(this);
    auto* layout = new QHBoxLayout(place);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    m_folder = new QLineEdit(place);
    m_folder->setObjectName(u"folder"_s);
    m_folder->setAccessibleName(tr("Folder for the objects"));
    m_folder->setPlaceholderText(tr("Folder"));
    connect(m_folder, &QLineEdit::textChanged, this, &ResultsDialog::check);
    auto* choose = makeButton(tr("&Choose…"), "open", place);
    connect(choose, &QPushButton::clicked, this, &ResultsDialog::browse);
    layout->addWidget(m_folder, 1);
    layout->addWidget(choose);
    return place;
}

QWidget* ResultsDialog::makeFoot()
{
    auto* foot = new QWidget(this);
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    m_back = makeButton(tr("&Back"), nullptr, foot);
    m_next = makeButton(tr("&Preview"), nullptr, foot);
    m_next->setDefault(true);
    auto* cancel = makeButton(tr("Cancel"), nullptr, foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, &ResultsDialog::goBack);
    connect(m_next, &QPushButton::clicked, this, &ResultsDialog::goOn);
    layout->addWidget(m_back);
    layout->addStretch(1);
    layout->addWidget(cancel);
    layout->addWidget(m_next);
    return foot;
}

void ResultsDialog::goOn()
{
    if (m_made) {
        Q_EMIT saveRequested(m_made, m_folder->text());
        accept();
        return;
    }
    m_isWaiting = true;
    check();
    Q_EMIT previewRequested(choice());
}

void ResultsDialog::goBack()
{
    m_made.reset();
    m_preview->setMade({});
    m_pages->setCurrentIndex(0);
    check();
}

void ResultsDialog::showMade(const MadeResultsPtr& made)
{
    m_isWaiting = false;
    check();
    QStringList sentences{failureWords(made->film)};
    for (const results::LeftOutObject& leftOut : made->film.leftOut)
        sentences << leftOut.reason;
    if (!sentences.first().isEmpty() || made->film.made.empty()) {
        setPlainText(m_missing, sentences.join(u' ').trimmed());
        return;
    }
    m_made = made;
    m_preview->setMade(made);
    m_pages->setCurrentWidget(m_preview);
    check();
    m_preview->list().setFocus(Qt::OtherFocusReason);
}

results::ResultsChoice ResultsDialog::choice() const
{
    results::ResultsChoice choice;
    for (const auto& [kind, box] : m_kinds)
        if (box->isChecked())
            choice.kinds.push_back(kind);
    if (m_isDicom)
        return choice;
    results::TypedStudy typed;
    typed.anonymous = m_anonymous->isChecked();
    if (!typed.anonymous) {
        typed.patientName = m_name->text();
        typed.patientId = m_id->text();
    }
    typed.studyDate = QDate::fromString(m_date->text(), Qt::ISODate);
    choice.typed = typed;
    return choice;
}

/// What is missing for the next step: objects can be looked at before anybody knows where to.
QString ResultsDialog::complaint() const
{
    if (m_made)
        return QDir::isAbsolutePath(m_folder->text()) ? QString()
                                                      : tr("Choose a folder for the objects.");
    const results::ResultsChoice asked = choice();
    if (asked.kinds.empty())
        return tr("Choose at least one kind of object.");
    if (asked.typed) {
        if (!m_date->text().isEmpty() && !asked.typed->studyDate.isValid())
            return tr("The study's date has the form 2026-11-30.");
        // The same rules as for the command line; of the picture nothing is needed for them.
        const auto tried = results::typedFilmSource(*asked.typed, QString(64, u'0'), 1, 1);
        if (!tried)
            return tried.error().message;
    }
    return {};
}

QString ResultsDialog::sentence(const QString& missing) const
{
    if (m_isWaiting)
        return tr("The objects are being made…");
    if (!m_made)
        return missing;
    QStringList words{tr("Nothing has been written yet.")};
    words << (missing.isEmpty() ? tr("“Save” writes these objects to %1.").arg(m_folder->text())
                                : missing);
    for (const results::LeftOutObject& leftOut : m_made->film.leftOut)
        words << leftOut.reason;
    return words.join(u' ');
}

void ResultsDialog::browse()
{
    auto* dialog = openFolderDialog(this, tr("Choose a Folder"), m_folder->text());
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
}

void ResultsDialog::check()
{
    if (m_next == nullptr)
        return; // while the parts are being made
    const QString missing = complaint();
    setPlainText(m_missing, sentence(missing));
    m_pages->setEnabled(!m_isWaiting);
    m_back->setVisible(m_made != nullptr);
    m_next->setText(m_made ? tr("&Save") : tr("&Preview"));
    m_next->setAccessibleName(m_made ? tr("Save") : tr("Preview"));
    m_next->setIcon(m_made ? themedIcon(u"save-image"_s) : QIcon());
    m_next->setEnabled(!m_isWaiting && missing.isEmpty());
}

} // namespace ccad
