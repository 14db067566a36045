{{ in_force('training_record') }}
