"""Sentences about files, films, their pixels and their scale."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

FILES = {
    "not_dicom": said("This is not a DICOM file (it looks like: {looks_like})."),
    "dicomdir": said(
        "This is the table of contents of a disc; the films on it come by themselves."
    ),
    "truncated": said("This file is cut off. Ask for it again."),
    "damaged": said("This file is damaged. Ask for it again."),
    "empty_dataset": said("This file has nothing in it."),
    "unreadable": said("This file could not be read ({cause})."),
    "unsupported_transfer_syntax": said("This file is in a coding that DICOM does not define."),
    "transfer_syntax_mismatch": said("This file is not coded as it says."),
    "file_too_large": said("This file is larger than the limit ({limit_bytes} bytes)."),
    "inflates_too_much": said("This file unpacks to far more than it should; it was refused."),
    "too_many_elements": said("This file has far more elements than a film; it was refused."),
    "too_deep": said("This file is nested too deep; it was refused."),
    "text_too_long": said("This file has a text longer than any film needs; it was refused."),
    "bad_uid": said("An identifier in this file is not a DICOM identifier ({element})."),
    "image_too_large": said("This image would need more memory than the limit."),
    "bad_image_description": said("The header does not describe an image that can be."),
    "pixels_missing": said("The header promises an image, but there are no pixels."),
    "pixels_do_not_fit": said("There are not as many pixels as the header says."),
    "missing_identity": said(
        "This file does not say whose it is. It is set aside until someone checks it."
    ),
    "other_study": said(
        "This is not the study that was asked for. It is set aside until someone checks it."
    ),
    "other_patient": said(
        "This is not the patient who was asked for. It is set aside until someone checks it."
    ),
    "patient_differs": said(
        "Another person has this patient ID here. The film is set aside until someone checks it."
    ),
    "study_of_other_patient": said(
        "This study already belongs to another patient. The film is set aside "
        "until someone checks it."
    ),
    "same_uid_other_data": said(
        "A film with this identifier is here already; the two are being compared."
    ),
    "other_pixels": said(
        "A film with this identifier but other pixels is here already. It is set aside."
    ),
    "identity_differs": said("The same film came again under another name. It is set aside."),
    "cannot_compare": said(
        "A film with this identifier is here already and could not be compared."
    ),
    "header_revision": said(
        "The same film came with another header. The new header is used; the old one is kept."
    ),
    "symbolic_link": said("This is a link to another file; links are not followed."),
    "not_a_regular_file": said("This is not a file that can be read."),
    "nested_archive": said("This archive lies inside another one. Unpack it and try again."),
    "archive_empty": said("There is nothing in this archive."),
    "archive_damaged": said("This archive is damaged. Ask for it again."),
    "protected_archive": said("This archive is protected by a password. Unpack it and try again."),
    "archive_too_many_members": said("This archive holds more files than the limit."),
    "archive_too_large": said("This archive is larger than the limit. Unpack it and try again."),
    "archive_bomb": said("This archive unpacks to far more than it should; it was refused."),
    "archive_method": said("This archive is packed in a way that cannot be read. Unpack it first."),
    "store_full": said("The disc is full. Nothing is lost; tell your administrator."),
    "store_unreliable": said(
        "The disc gave back something else than was written to it. Tell your administrator; "
        "the films come again by themselves."
    ),
}

PIXELS = {
    "no_pixels": said("There is no picture in this object."),
    "no_such_frame": said("This film has {frames} frames."),
    "no_decoder": said("This coding cannot be shown yet. The film is kept as it came."),
    "video": said("Video is kept, but not shown."),
    "bad_pixel_description": said("The header does not describe pixels that can be shown."),
    "photometric_unknown": said("The header does not say what the pixel values mean."),
    "codestream_mismatch": said("The compressed picture has another size than the header says."),
    "pixels_truncated": said("Part of the picture is missing in the file."),
    "too_large": said("This picture is too large to be shown here."),
    "decode_failed": said("The compressed picture is damaged."),
    "decoder_died": said("The picture could not be decoded; the decoder gave up."),
    "decode_timeout": said("Decoding took too long and was stopped."),
    "no_such_encoding": said("This picture is not kept in that form."),
    "film_not_ready": said("This film is still being prepared. Try again in a moment."),
}

# What a reader should know of a picture that is shown all the same.
PICTURE_NOTES = {
    "modality_lut_unusable": said(
        "The header's table of pixel values cannot be used. Greys are shown as stored; "
        "lengths are not affected."
    ),
    "rescale_unusable": said(
        "The header's rescale factor cannot be true and is left out. Greys are shown as stored; "
        "lengths are not affected."
    ),
    "polarity_disagrees": said(
        "The header contradicts itself about what is white. If bone is dark here, press I."
    ),
    "window_unusable": said(
        "The header's window cannot be used. This one was chosen from the picture; "
        "drag to change it, or press A."
    ),
    "window_shows_nothing": said(
        "The header's window shows an even grey. This one was chosen from the picture; "
        "the header's is among the presets."
    ),
    "voi_lut_unusable": said(
        "The header's table of greys cannot be used. A window is shown instead."
    ),
    "overlay_unusable": said(
        "Part of the drawing that came with this film cannot be read and is not shown. "
        "Look for side marks in the film itself."
    ),
    "overlay_cut": said(
        "Part of the drawing that came with this film lies beside it and is not shown."
    ),
    "shutter_unusable": said("The header's shutter cannot be used; all of the film is shown."),
}

SCALE = {
    "cross_sectional": said("Slices are in true millimetres."),
    "fiducial": said("The header says that an object of known size was measured on this film."),
    "fiducial_equals_detector": said(
        "The header claims a calibration, but its spacing is that of the detector. "
        "Calibrate the film before planning."
    ),
    "assumed_magnification": said(
        "The header's spacing contains an assumed magnification. Acknowledge it or calibrate."
    ),
    "geometry_equals_detector": said(
        "Millimetres at the detector: the bone is smaller. Press C to calibrate."
    ),
    "corrected_method_unknown": said(
        "The spacing was corrected, but not how. Acknowledge it or calibrate."
    ),
    "detector_plane_factor_suggested": said(
        "Millimetres at the detector: the bone is smaller. The header suggests a magnification; "
        "accept it with a reason, or press C to calibrate."
    ),
    "detector_plane_distances_suggest": said(
        "Millimetres at the detector: the bone is smaller. The header's distances are those of "
        "the table, not of the bone. Press C to calibrate."
    ),
    "detector_plane": said(
        "Millimetres at the detector: the bone is smaller. Press C to calibrate."
    ),
    "calibration_unknown": said(
        "The header gives a spacing but not in which plane. Press C to calibrate."
    ),
    "film_plane": said(
        "Millimetres on the scanned film: the bone is smaller. Press C to calibrate."
    ),
    "aspect_only": said(
        "This film has no scale, so millimetres and templates are off. Press C to use the ball, "
        "a known length or an entered factor."
    ),
    "calibration_unreadable": said(
        "The calibration of this film cannot be read. Calibrate it again; press C."
    ),
    "no_spacing": said(
        "This film has no scale, so millimetres and templates are off. Press C to use the ball, "
        "a known length or an entered factor."
    ),
    "invalid_spacing": said(
        "The spacing in this film's header is not usable, so millimetres and templates are off. "
        "Press C to use the ball, a known length or an entered factor."
    ),
    "magnification_below_one": said(
        "A magnification below 1 is impossible; do not trust this spacing."
    ),
    "magnification_high": said("The magnification is higher than expected. Check it."),
    "magnification_differs_by_axis": said("The magnification differs between rows and columns."),
    "distance_is_not_the_anatomy": said(
        "The header's distance is to the table, not to the bone: sizes can be wrong by 15 %."
    ),
    "row_column_differ": said("Rows and columns are spaced differently; the film is shown true."),
    "placeholder_spacing": said("The spacing looks like a placeholder."),
    "invalid_values_ignored": said("Unusable values in the header were ignored ({elements})."),
    "factor_ignored": said("A magnification of 1 or less in the header was ignored."),
    "distances_ignored": said("Impossible distances in the header were ignored."),
    "unknown_calibration_type": said(
        "The header names a calibration type that DICOM does not have."
    ),
    "type_without_spacing": said("The header names a calibration but gives no spacing."),
    "fiducial_without_description": said("The header does not say what was measured."),
    "equals_film_spacing": said("The spacing is that of the scanned film."),
    "localizer_is_a_projection": said("A CT scout is a projection: not true millimetres."),
    "magnification_varies_over_the_field": said("The magnification varies over this image."),
}

CALIBRATING = {
    "ball_diameter_out_of_range": said("A ball is between {from} and {to} mm."),
    "length_out_of_range": said("A length is between {from} and {to} mm."),
    "magnification_out_of_range": said("A magnification is between {from} and {to}."),
    "invalid_film_geometry": said(
        "The header's distances make no sense; calibrate by a known length."
    ),
    "not_finite": said("A point lies nowhere. Place it again."),
    "too_few_points": said("Place at least {needed} points on the rim."),
    "too_many_points": said("{allowed} points are enough."),
    "points_too_close": said("The points are too close together. Zoom in and spread them."),
    "coincident_points": said("Two points lie on each other. Spread them along the rim."),
    "collinear_points": said("The points lie on a line. Spread them around the rim."),
    "arc_too_short": said("The points cover too little of the rim. Spread them all around."),
    "points_disagree": said("The points do not lie on one rim. Place them again."),
    "line_too_short": said("The line is too short to calibrate by. Use a longer one."),
    "no_detector_spacing": said(
        "Without the detector's pixel size a magnification says nothing. Use the ball or a length."
    ),
    "reason_needed": said("Enter your reason."),
    "implausible_needs_reason": said(
        "The magnification {magnification} is not what this view gives. Check the ball's size and "
        "position, or enter your reason."
    ),
    "header_not_acceptable": said(
        "The header does not give millimetres of the patient, so there is nothing to accept. "
        "Use the ball, a known length or an entered factor."
    ),
    "no_scale_to_accept": said("The header has no scale to accept."),
    "calibration_superseded": said(
        "A colleague calibrated this film while you did. Nothing is lost. "
        "Compare the two and choose."
    ),
}

SENTENCES = FILES | PIXELS | PICTURE_NOTES | SCALE | CALIBRATING
